-- Records which version of the set a reader has read. KEYS: the readers, the version of the set. ARGV: the reader, its version.
-- Returns the current version.
local time = redis.call('TIME')
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ':' .. string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000)))
redis.call('PEXPIRE', KEYS[1], 60000)
return redis.call('GET', KEYS[2]) or '0'
