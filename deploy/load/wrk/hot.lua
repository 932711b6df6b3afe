-- The same on one account.
dofile("bench.lua")

function init(args)
  bench.open(args)
end

function request()
  return bench.posting(1)
end
