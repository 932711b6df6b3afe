-- One random seeded transaction by its id, requested by its owner.
dofile("bench.lua")

local tails

function init(args)
  bench.open(args)
  tails = bench.tails()
end

function request()
  local id, n = bench.any_transaction()
  return "GET /api/transactions/" .. id .. tails[n]
end
