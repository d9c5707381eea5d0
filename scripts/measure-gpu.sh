#!/usr/bin/env bash
# Measures the gpu engine on a machine with a graphics card, in less than ten minutes: what the adapter computes, then the speed of both engines on the
# bundled examples, where the gpu engine's time goes, and how soon a cancelled job ends. Needs the card's driver, and Node 20 with npm or a pack.
# A machine without a network, or without Node, takes its packages from a pack (Linux, of the same processor), which another machine has made.
# Usage: scripts/measure-gpu.sh [FOLDER [ADAPTER]]   (where the results go, gpu-results; part of an adapter's name)
#        scripts/measure-gpu.sh --pack               (makes build/gpu-pack.tar.xz: take it along with the checkout)
set -euo pipefail
cd "$(dirname "$0")/.."
pack=build/gpu-pack.tar.xz
node=node_modules/node/bin/node

if [ "${1:-}" = --pack ]; then
  [ "$($node -p process.arch)" = x64 ] && other=arm64 || other=x64
  rm -rf build/gpu-pack && mkdir -p build/gpu-pack/deb
  cp "$node" build/gpu-pack/node && strip build/gpu-pack/node
  # The loader of drivers, which a machine with a card need not have.
  (cd build/gpu-pack/deb && apt-get download -q libvulkan1 > /dev/null && dpkg -x libvulkan1_*.deb .)
  cp build/gpu-pack/deb/usr/lib/*/libvulkan.so.1 build/gpu-pack/ && rm -r build/gpu-pack/deb
  npm ls --omit=dev --parseable --all 2> /dev/null | sed -n "s|^$PWD/node_modules/|node_modules/|p" | sort -u > build/gpu-pack.txt
  # Without what a process of Node on this system does not load: binaries of other systems, builds for pages.
  without=('*.map' '*.md' '*.d.ts' 'darwin*' 'win32*' '*musl*' "*linux-$other*" "linux/$other" 'node_modules/*/deps' iife 'gpu-browser*'
    '*.jsep.*' '*.jspi.*' 'ort.all*' 'ort.jspi*' 'ort.webgl*' 'ort.wasm*' ort-wasm-simd-threaded.wasm onnxjs)
  tar -c -I 'xz -T0 -6' -f "$pack" "${without[@]/#/--exclude=}" build/gpu-pack build/kernels.wasm -T build/gpu-pack.txt
  ls -l "$pack"
  exit
fi

out="${1:-gpu-results}"
adapter="${2:-}"
mkdir -p "$out"
out="$(cd "$out" && pwd)"
if [ ! -x "$node" ] && [ -f "$pack" ]; then
  tar -x -f "$pack"
  node=build/gpu-pack/node
else
  npm run -s setup > "$out/npm.txt" 2>&1
fi

if [ "$(uname)" = Linux ]; then
  if ! ldconfig -p | grep -q 'libvulkan\.so\.1'; then
    if [ -f build/gpu-pack/libvulkan.so.1 ]; then
      export LD_LIBRARY_PATH="$PWD/build/gpu-pack${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
    elif [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null; then
      { apt-get update && apt-get install -y libvulkan1; } > "$out/install.txt" 2>&1 || echo 'libvulkan1 cannot be installed.' >&2
    else
      echo 'The Vulkan library is absent (libvulkan1), and only root can install it with apt-get.' >&2
    fi
  fi
  # Containers often have NVIDIA's driver without the file that tells the loader of it.
  if [ -z "${VK_ICD_FILENAMES:-}${VK_DRIVER_FILES:-}" ] && ! ls /usr/share/vulkan/icd.d/nvidia*.json /etc/vulkan/icd.d/nvidia*.json > /dev/null 2>&1; then
    driver="$(find /usr/lib /usr/lib64 /usr/local/nvidia -name libGLX_nvidia.so.0 2> /dev/null | head -n 1)"
    if [ -n "$driver" ]; then
      printf '{"file_format_version": "1.0.1", "ICD": {"library_path": "%s", "api_version": "1.3.0"}}\n' "$driver" > "$out/nvidia.json"
      export VK_ICD_FILENAMES="$out/nvidia.json"
    fi
  fi
fi

timeout 150 "$node" src-main/cli/main.ts gpu ${adapter:+--gpu-adapter "$adapter"} | tee "$out/gpu.txt" ||
  echo 'The test of the adapter failed: the figures below are of results that may be wrong.' >&2
timeout 400 "$node" tests/bench/main.ts gpu | tee "$out/bench.txt"
