#!/usr/bin/env bash
# Measures the gpu engine on a machine with a graphics card, in less than ten minutes: what the adapter computes, then the speed of both engines on the
# bundled examples, and where the gpu engine's time goes. Needs Node 20 or newer and npm; on Linux also the card's driver, and the Vulkan library, which is installed if root runs this.
# Usage: scripts/measure-gpu.sh [FOLDER]   (where the results go; gpu-results)
set -euo pipefail
cd "$(dirname "$0")/.."
out="${1:-gpu-results}"
mkdir -p "$out"

if [ "$(uname)" = Linux ] && ! ldconfig -p | grep -q 'libvulkan\.so\.1'; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
    { apt-get update && apt-get install -y libvulkan1; } > "$out/install.txt" 2>&1 || echo 'libvulkan1 cannot be installed.' >&2
  else
    echo 'The Vulkan library is absent (libvulkan1), and only root can install it with apt-get.' >&2
  fi
fi
[ -d node_modules ] || npm ci > "$out/npm.txt" 2>&1

npm run -s spikeloom -- gpu | tee "$out/gpu.txt" || echo 'The test of the adapter failed: the figures below are of results that may be wrong.' >&2
npm run -s bench -- gpu | tee "$out/bench.txt"
