-- A credit or a debit of ten, always on the same account.
dofile("bench.lua")

function init(args)
  bench.open(args)
end

function request()
  return bench.posting(1)
end
