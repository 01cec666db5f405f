#!/bin/sh
# Records of an article, with curl alone: ./curl.sh [address of the service]
set -eu
service=${1:-http://127.0.0.1:8000}

curl --silent --show-error --fail-with-body --max-time 900 "$service/v1/extract" \
  --header 'Content-Type: application/json' \
  --data @- <<'END'
{
  "text": "A Russian drone hit a bus in Kherson on Friday, killing two people and wounding at least seven, the regional governor said.",
  "published": "2024-03-17"
}
END
# With an API key: --header "Authorization: Bearer $KEY"
