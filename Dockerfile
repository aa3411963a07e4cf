# chatd as a container: docker build -t chatd . && docker run -p 8000:8000 -v chatd-data:/data chatd

FROM node:20-bookworm-slim AS build
WORKDIR /src
# The packages first: they change less often than the code.
COPY package.json package-lock.json .npmrc ./
COPY scripts/bootstrap.mjs scripts/in-bun.mjs scripts/
RUN node scripts/in-bun.mjs --version
COPY . .
RUN node scripts/in-bun.mjs scripts/build.ts

FROM debian:bookworm-slim
COPY --from=build /src/dist/chatd /usr/local/bin/chatd
# A fixed number, so that a folder of the host can be given to it: chown 10001 DIR.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin chatd && install -d -o chatd -g chatd -m 700 /data
USER chatd
WORKDIR /data
# The binary unpacks its native libraries and its model once, beside the data: the rest may be read-only.
ENV CHATD_DATA=/data CHATD_CACHE_DIR=/data/cache
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=12s --start-period=30s CMD ["chatd", "health"]
ENTRYPOINT ["chatd"]
CMD ["serve", "--host", "0.0.0.0", "--data", "/data"]
