// The page of the kit, as who works on the web sees it: every part in its states, in every mode, wide and narrow.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { barriers, bareKeys, holds, overflow, person, root, same } from './house.mjs'

const START_MS_MAX = 60000

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = /** @type {any} */ (probe.address())
    probe.close(() => resolve(port))
  })
})

async function develop(server) {
  const port = await freePort()
  const child = spawn(process.execPath, ['node_modules/vite/bin/vite.js', '--port', String(port), '--strictPort', '--host', '127.0.0.1'], { cwd: `${root}web`, env: { ...process.env, FENGQIAO: server.address }, stdio: 'ignore' })
  const address = `http://127.0.0.1:${port}`
  for (const end = Date.now() + START_MS_MAX; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    if (await fetch(`${address}/kit`).then((reply) => reply.ok, () => false)) return { address, stop: () => child.kill('SIGTERM') }
    if (Date.now() > end) {
      child.kill('SIGKILL')
      throw new Error('the development server did not start')
    }
  }
}

export default async function kit(test, { browser, server, shots }) {
  await test('kit: every part in normal, error, elder and contrast states, wide and narrow, without barriers', async () => {
    const development = await develop(server)
    try {
      for (const [width, modes] of [[1440, ['contrast']], [390, ['normal', 'elder']], [320, ['elder']]]) {
        const who = await person(browser, development, { width, name: 'kit', shots })
        for (const mode of modes) {
          await who.page.goto(`/kit?mode=${mode}`)
          await who.page.locator('#k-wrong').waitFor({ timeout: START_MS_MAX })
          await who.page.waitForTimeout(500)
          const where = `the kit, ${mode}, ${width}`
          holds(await who.page.locator('.field-bad').count() > 15, `fields that are wrong, ${where}`)
          same(await overflow(who.page), 0, `pixels ${where} sticks out`)
          same(await bareKeys(who.page), [], `texts without words, ${where}`)
          holds(await who.page.locator('[data-testid="who-helps"]').count() === 1, `nobody is named who can help, ${where}`)
          if (width > 320) same(await barriers(who.page), [], `barriers, ${where}`)
          await who.shot(mode)
        }
        await who.close()
      }
    } finally {
      development.stop()
    }
  })
}
