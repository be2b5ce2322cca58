/** @type {import("next").NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  // `npm test` checks types; whoever starts the product waits for nothing that was checked before.
  typescript: { ignoreBuildErrors: true },
  // Another lock file above the project must not make Next look there for packages.
  turbopack: { root: import.meta.dirname },
  // A page is loaded when it is first asked for: the start is sooner, and an idle server smaller.
  experimental: { preloadEntriesOnStart: false },
};

export default config;
