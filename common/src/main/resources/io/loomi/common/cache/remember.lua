-- Adds a status unless there is an entry, which may be newer than the status that was read. Then both keys stay unchanged, at the
-- latest until the entry expires.
-- KEYS: the entry; its stale copy. ARGV: the status; the time to live of each in ms.
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3])
  return 1
end
return 0
