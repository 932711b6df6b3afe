-- Returns how many readers have not read a version of the set, and removes the readers that no longer report. KEYS: the readers. ARGV:
-- the version, and the time in ms after which a silent reader is removed.
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
