-- Adds revocations to the set, removes old ones, and returns the version of the set that contains them. The version comes from
-- the clock of Redis in microseconds, so that it grows even after Redis was emptied.
-- KEYS: the set; its version. ARGV: the time to live of both in ms; the score up to which members are old; then each score and member.
for i = 3, #ARGV, 2 do
  if redis.call('ZADD', KEYS[1], ARGV[i], ARGV[i + 1]) == 1 then
    local time = redis.call('TIME')
    local now = time[1] * 1000000 + time[2]
    local last = tonumber(redis.call('GET', KEYS[2]) or '0')
    redis.call('SET', KEYS[2], string.format('%.0f', math.max(now, last + 1)))
  end
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[1])
return redis.call('GET', KEYS[2]) or '0'
