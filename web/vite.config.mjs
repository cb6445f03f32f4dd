import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// Two entry pages, two bundles: a party never loads workbench code. Old web views (Chrome 69) are the floor.
export default defineConfig({
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    target: 'chrome69',
    cssTarget: 'chrome69',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true, // .vite/manifest.json, read by scripts/budget.mjs; the server serves no name that begins with a dot
    rollupOptions: {
      input: { portal: 'portal.html', staff: 'staff.html' },
      // Vue by itself: a browser that has it keeps it over our releases.
      output: { manualChunks: (id) => (/node_modules\/(@vue|vue|vue-router)\//.test(id) ? 'vue' : undefined) },
    },
  },
  // `npx vite` against a running server: FENGQIAO=http://127.0.0.1:8080
  server: { proxy: { '/api': process.env.FENGQIAO || 'http://127.0.0.1:8080' } },
})
