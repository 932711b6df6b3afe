-- Returns how many readers have not reached a version of the set. KEYS: the readers. ARGV: the version, and the silence in ms after which
-- a reader is gone. Readers that are gone are removed.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local readers = redis.call('HGETALL', KEYS[1])
local behind = 0
for i = 1, #readers, 2 do
  local version, seen = string.match(readers[i + 1], '^(%d+):(%d+)$')
  if now - tonumber(seen) > tonumber(ARGV[2]) then
    redis.call('HDEL', KEYS[1], readers[i])
  elseif tonumber(version) < tonumber(ARGV[1]) then
    behind = behind + 1
  end
end
return behind
