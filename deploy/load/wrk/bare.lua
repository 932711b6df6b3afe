-- One random seeded transaction from the bare server. The path contains the customer's id. The server ignores the token; it is sent
-- so that the headers have the same size.
dofile("bench.lua")

local tails

function init(args)
  bench.open(args)
  tails = bench.tails()
end

function request()
  local id, n = bench.any_transaction()
  return "GET /" .. bench.customer_id(n) .. "/" .. id .. tails[n]
end
