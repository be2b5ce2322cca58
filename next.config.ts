import type { NextConfig } from "next";

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // `npm test` checks types; whoever starts the product waits for nothing that was checked before.
  typescript: { ignoreBuildErrors: true },
  // Another lock file above the project must not make Next look there for packages.
  turbopack: { root: import.meta.dirname },
};

export default config;
