#!/usr/bin/env bash
# The tour of docs/tour.md against a running bank: every request in order, each answer with its expected status.
#
#   docs/tour.sh [ADDRESS]     the address of the gateway; otherwise LOOMI_URL, otherwise http://127.0.0.1:8080
#
# The administrator's steps need ADMIN_EMAIL and ADMIN_PASSWORD, the service's last step CUSTOMERS_URL. Needs bash and curl.
set -euo pipefail

[ $# -eq 0 ] || LOOMI_URL=$1

expected='2??'

# Names the next step, and the status that its answers must have: any 2xx unless told.
step() {
  expected=${2:-2??}
  printf '\n# %s\n' "$1"
}

# Prints the answer as curl does. An answer with another status than expected ends the tour.
curl() {
  local answer status
  answer=$(command curl -w '\n%{http_code}' "$@") || { echo "No answer from $URL: does the bank run?" >&2; return 1; }
  status=${answer##*$'\n'}
  printf '%s\n' "${answer%$'\n'*}"
  # shellcheck disable=SC2254 # it is a pattern
  case $status in
    $expected) ;;
    *)
      printf 'The answer is %s instead of %s: %s\n' "$status" "$expected" "${answer%$'\n'*}" >&2
      return 1
      ;;
  esac
}

URL=${LOOMI_URL:-http://127.0.0.1:8080}
ANA=ana-$(date +%s)@example.com
BIA=bia-$(date +%s)@example.com

step 'Register'
curl -s $URL/api/users -H 'Content-Type: application/json' \
  -d '{"name":"Ana Souza","email":"'$ANA'","password":"correct horse battery"}'

step 'Sign in'
SESSION=$(curl -s $URL/api/auth/login -H 'Content-Type: application/json' \
  -d '{"email":"'$ANA'","password":"correct horse battery"}')
TOKEN=$(echo "$SESSION" | sed 's/.*"accessToken":"\([^"]*\)".*/\1/')
REFRESH=$(echo "$SESSION" | sed 's/.*"refreshToken":"\([^"]*\)".*/\1/')

step 'Refresh the access token'
SESSION=$(curl -s $URL/api/auth/refresh -H 'Content-Type: application/json' -d '{"refreshToken":"'$REFRESH'"}')
TOKEN=$(echo "$SESSION" | sed 's/.*"accessToken":"\([^"]*\)".*/\1/')

step 'Receive 100.50, and repeat the request with the same key'
curl -s $URL/api/transactions -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -H 'Idempotency-Key: salary-2026-01' -d '{"type":"credit","amount":100.50,"description":"Salary"}'
curl -si $URL/api/transactions -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -H 'Idempotency-Key: salary-2026-01' -d '{"type":"credit","amount":100.50,"description":"Salary"}'

step 'Pay more than is available' 422
curl -s $URL/api/transactions -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"type":"debit","amount":1000}'

step 'Send a request that is not valid' 400
curl -s $URL/api/transactions -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"type":"debit","amount":100000000,"id":7}'

step 'Hold 30.00, and capture 12.50 of it'
HOLD=$(curl -s $URL/api/transactions -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"type":"debit","amount":30,"capture":false,"description":"Bicycle for a day"}' |
  sed 's/.*"id":"\([^"]*\)".*/\1/')
curl -s $URL/api/transactions/$HOLD/capture -H "Authorization: Bearer $TOKEN" \
  -H 'Content-Type: application/json' -d '{"amount":12.50}'

step 'Reverse 2.50 of the captured amount'
curl -s $URL/api/transactions/$HOLD/reversal -H "Authorization: Bearer $TOKEN" \
  -H 'Content-Type: application/json' -H 'Idempotency-Key: bicycle-refund' -d '{"amount":2.50}'

step 'Transfer 5.00 to another customer'
curl -s $URL/api/users -H 'Content-Type: application/json' \
  -d '{"name":"Bia Costa","email":"'$BIA'","password":"correct horse battery"}'
curl -s $URL/api/transactions -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -H 'Idempotency-Key: lunch' -d '{"type":"transfer","amount":5,"recipientEmail":"'$BIA'"}'

step 'Read the balance, the history and the profile'
curl -s $URL/api/accounts/me -H "Authorization: Bearer $TOKEN"
curl -s "$URL/api/transactions?type=credit&minAmount=10&limit=20" -H "Authorization: Bearer $TOKEN"
curl -si $URL/api/users/me -H "Authorization: Bearer $TOKEN"

step 'Read two pages of the history'
CURSOR=$(curl -s "$URL/api/transactions?limit=1" -H "Authorization: Bearer $TOKEN" |
  sed 's/.*"nextCursor":"\([^"]*\)".*/\1/')
curl -s "$URL/api/transactions?limit=1&cursor=$CURSOR" -H "Authorization: Bearer $TOKEN"

step 'Read reports'
curl -s "$URL/api/accounts/me?at=2026-01-31" -H "Authorization: Bearer $TOKEN"
curl -s $URL/api/reports/statement -H "Authorization: Bearer $TOKEN" -H 'Accept: text/csv'
curl -s "$URL/api/reports/summary?groupBy=week" -H "Authorization: Bearer $TOKEN"

step 'Change the profile if nobody else has changed it'
curl -s -X PATCH $URL/api/users/me -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -H 'If-Match: "v1"' -d '{"name":"Ana Lima"}'

step 'List the sessions, and change the password'
curl -s $URL/api/users/me/sessions -H "Authorization: Bearer $TOKEN"
curl -si $URL/api/users/me/password -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"currentPassword":"correct horse battery","newPassword":"staple without battery"}'

step 'Export the personal data'
curl -s $URL/api/users/me/export -H "Authorization: Bearer $TOKEN"

step 'Leave with money in the account' 409
curl -s -X DELETE $URL/api/users/me -H "Authorization: Bearer $TOKEN"

step 'Sign out'
curl -si -X POST $URL/api/auth/logout -H "Authorization: Bearer $TOKEN"

step 'Use the token again' 401
curl -s $URL/api/accounts/me -H "Authorization: Bearer $TOKEN"

if [ -n "${ADMIN_PASSWORD:-}" ]; then
  step 'As an administrator: find a customer, suspend and reactivate them, set their roles, read the audit'
  ADMIN=$(curl -s $URL/api/auth/login -H 'Content-Type: application/json' \
    -d '{"email":"'$ADMIN_EMAIL'","password":"'"$ADMIN_PASSWORD"'"}' | sed 's/.*"accessToken":"\([^"]*\)".*/\1/')
  ID=$(curl -s "$URL/api/users?q=$BIA&status=active" -H "Authorization: Bearer $ADMIN" |
    sed 's/.*"id":"\([^"]*\)".*/\1/')
  curl -s -X PUT $URL/api/users/$ID/status -H "Authorization: Bearer $ADMIN" \
    -H 'Content-Type: application/json' -d '{"status":"suspended"}'
  curl -s -X PUT $URL/api/users/$ID/status -H "Authorization: Bearer $ADMIN" \
    -H 'Content-Type: application/json' -d '{"status":"active"}'
  curl -s -X PUT $URL/api/users/$ID/roles -H "Authorization: Bearer $ADMIN" \
    -H 'Content-Type: application/json' -d '{"roles":["user","admin"]}'
  curl -s -X PUT $URL/api/users/$ID/roles -H "Authorization: Bearer $ADMIN" \
    -H 'Content-Type: application/json' -d '{"roles":["user"]}'
  curl -s "$URL/api/audit?action=sign-in-refused&limit=20" -H "Authorization: Bearer $ADMIN"
else
  printf '\n# Without ADMIN_PASSWORD, no steps of an administrator\n'
fi

if [ -n "${CUSTOMERS_URL:-}" ]; then
  step 'As a service: get an access token, and look up a customer'
  SERVICE=$(curl -s $URL/api/auth/token -u transactions:development-only-secret \
    -d grant_type=client_credentials | sed 's/.*"accessToken":"\([^"]*\)".*/\1/')
  curl -s "$CUSTOMERS_URL/api/users/lookup?email=$ANA" -H "Authorization: Bearer $SERVICE"
else
  printf '\n# Without CUSTOMERS_URL, no steps of a service\n'
fi

step 'Ask for the health of the bank'
curl -s $URL/health

printf '\nThe tour is complete.\n'
