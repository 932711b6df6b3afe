-- Stores a value unless there is a fresh one. KEYS: the fresh value, the stale value. ARGV: the value, and the lifetime of each in ms.
-- A fresh value that is already there may be newer than this one, so both keys stay as they are until it expires.
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3])
  return 1
end
return 0
