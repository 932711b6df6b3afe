-- Each customer in turn reads its account, again and again, so that both event loops verify all tokens.
dofile("bench.lua")

local requests = {}
local n = 0

function init(args)
  bench.open(args)
  for customer = 1, bench.customers do
    requests[customer] = bench.head("GET /api/accounts/me", customer) .. "\r\n"
  end
end

function request()
  n = n % bench.customers + 1
  return requests[n]
end
