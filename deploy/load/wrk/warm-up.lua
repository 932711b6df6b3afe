-- Each customer in turn reads its account, again and again, so that both event loops verify all tokens.
dofile("bench.lua")

local requests = {}
local n = 0

function init(args)
  bench.open(args)
  for person = 1, bench.people do
    requests[person] = bench.head("GET /api/accounts/me", person) .. "\r\n"
  end
end

function request()
  n = n % bench.people + 1
  return requests[n]
end
