FROM node:22-bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN STANDALONE=1 npm run build && cp -a .next/standalone/. /out && cp -a .next/static /out/.next/static && cp -a public /out/public

FROM node:22-bookworm-slim
ENV NODE_ENV=production CONCORD_DATA=/data HOSTNAME=0.0.0.0 PORT=3000 NEXT_TELEMETRY_DISABLED=1
WORKDIR /app
COPY --from=build /out /app
RUN mkdir /data && chown node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK CMD node -e "fetch('http://127.0.0.1:3000/api/ready').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))"
CMD ["sh", "-c", "NEXTAUTH_URL=${CONCORD_URL:-http://127.0.0.1:3000} exec node server.js"]
