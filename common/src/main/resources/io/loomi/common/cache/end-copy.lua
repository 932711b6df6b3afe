-- Marks a copy of the revocations as complete and removes the marks of earlier copies, unless the set was lost since the copy began.
-- KEYS[1]: the set. ARGV[1]: the mark of the copy. Returns 1 if the copy is complete, else 0.
if redis.call('ZREM', KEYS[1], ARGV[1]) == 0 then
  return 0
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '+inf', '+inf')
redis.call('ZADD', KEYS[1], '+inf', ARGV[1])
return 1
