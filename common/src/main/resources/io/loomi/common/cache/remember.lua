-- KEYS: what counts, what may be stale. ARGV: the value, and how long each lives in ms. Where something counts already it may be
-- newer than what was read, and both stay as they are: at worst until what counts has ended.
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3])
  return 1
end
return 0
