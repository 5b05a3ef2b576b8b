#!/usr/bin/env bash
# Publishes what is in dist/release under $TAG: a release with its files, the
# npm package, and one name for the images of all architectures.
set -euo pipefail
cd "$(dirname "$0")/../.."

: "${TAG:?is the tag of the release}" "${IMAGE:?is the name of the image}"
: "${TOKEN:?logs in where the image is}"

(cd dist/release && sha256sum --check --strict --quiet SHA256SUMS)
mapfile -t files < <(find dist/release -maxdepth 1 -type f | sort)

docker login "${IMAGE%%/*}" --username "$GITHUB_ACTOR" --password-stdin <<<"$TOKEN"
docker buildx imagetools create --tag "$IMAGE:$TAG" --tag "$IMAGE:latest" \
  "$IMAGE:$TAG-amd64" "$IMAGE:$TAG-arm64"
npm publish --provenance --access public dist/release/npm/*.tgz
# Last, since it is what people are told of.
gh release create "$TAG" --verify-tag --title "ktn ${TAG#v}" \
  --notes-file dist/release/notes/NOTES.md "${files[@]}"
