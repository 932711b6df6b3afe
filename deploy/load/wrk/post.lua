-- A credit or a debit of ten, on one of all accounts.
dofile("bench.lua")

function init(args)
  bench.open(args)
end

function request()
  return bench.posting(math.random(bench.people))
end
