/** The recipe of an image with Spikeloom in it. It is built in a checkout, whose files it copies. */
export const IMAGE_RECIPE = `# Build it in a checkout of Spikeloom, under the name that job.json has:
#   docker build --file SWEEP/Dockerfile --tag spikeloom:VERSION CHECKOUT
FROM node:24-bookworm-slim
WORKDIR /opt/spikeloom
COPY . .
# Installs the packages and compiles the kernels, so that a pod neither downloads nor builds anything.
RUN node scripts/setup.mjs \\
 && printf '#!/bin/sh\\nexec node /opt/spikeloom/src-main/cli/main.ts "$@"\\n' > /usr/local/bin/spikeloom \\
 && chmod 755 /usr/local/bin/spikeloom
USER node
CMD ["spikeloom", "--help"]
`;
