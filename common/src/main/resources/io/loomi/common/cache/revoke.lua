-- Adds revocations to the set and removes old ones. KEYS: the set, its version. ARGV: the lifetime of both keys in ms, the score below
-- which members are old, then the score and member of each revocation. Returns the version of the set that contains them all. Versions
-- are microseconds of Redis' clock, so that they grow even after Redis was emptied.
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
