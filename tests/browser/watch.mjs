// How far a court's filings stray from what is usual: a quota of twenty a day, as a leader of the court reads it and the head of filing answers.
import { act, send, write } from './form.mjs'
import { api, eventually, holds, moveClock, person, signInStaff, startServer, tidy, tidyAt } from './house.mjs'
import { STAFF } from './people.mjs'

const DAY_MS = 24 * 3600 * 1000
const HOLIDAY = ['2026-09-25', '2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07']

/** Working days up to 2 December 2026: about eighty come each day and are filed; from 1 December twenty. */
function counts() {
  const days = []
  for (let at = Date.UTC(2026, 7, 3), n = 0; at <= Date.UTC(2026, 11, 2); at += DAY_MS, n += 1) {
    const day = new Date(at).toISOString().slice(0, 10)
    const received = 76 + (n * 7) % 11
    if (new Date(at).getUTCDay() % 6 && !HOLIDAY.includes(day)) days.push({ day, received, filed: day < '2026-12-01' ? received : 20, returned: n % 3 })
  }
  return days
}

export default async function watch(test, { browser, program, shots }) {
  await test('watch: a quota of twenty a day is seen by itself, read at 390 and 1440, and explained', async () => {
    const server = await startServer(program, '2026-12-02T17:00:00+08:00')
    const people = []
    const staff = async (name, login, width) => {
      const who = await person(browser, server, { width, name: `watch-${name}-${width}`, shots })
      await signInStaff(who, login, STAFF.leader.password)
      people.push(who)
      return who
    }
    try {
      const admin = await staff('admin', STAFF.admin.login, 1440)
      await api(admin.page, 'POST', '/filing-watch/days', { court: '鄂1202', days: counts() })
      await moveClock(server, '2026-12-02T19:00:00+08:00')
      for (const width of [390, 1440]) {
        const leader = await staff('leader', STAFF.leader.login, width)
        await eventually(leader.page, async () => (await (await fetch('/api/v1/filing-watch/board?court=鄂1202')).json()).alarms.length === 2)
        await leader.go('/staff/filing-watch')
        await leader.page.locator('[data-testid="watch-alarms"]').waitFor()
        holds((await leader.page.locator('[data-testid="watch-day"]').innerText()).startsWith('−7'), 'the deviation is not about three quarters')
        holds((await leader.page.locator('[data-testid="watch-alarms"]').innerText()).includes('连续2日都是20件'), 'the quota is not named')
        holds((await leader.page.locator('.page-head').innerText()).includes('更不是排名'), 'it is not said that this ranks nobody')
        await tidy(leader, 'the board')
        await leader.shot('board')
        await leader.page.locator('summary').click()
        await leader.page.locator('[data-testid="watch-days"] tbody tr').nth(29).waitFor()
        await tidy(leader, 'the numbers by day')
      }
      // A supervisor of two courts chooses one; the courts stand by code, not by deviation.
      const { items } = await api(admin.page, 'GET', '/accounts')
      await api(admin.page, 'POST', `/accounts/${items.find((one) => one.login === 'supervisor').id}/grants`, { role: 'supervisor', court: '鄂1281' })
      const supervisor = await staff('supervisor', 'supervisor', 390)
      await supervisor.go('/staff/filing-watch')
      await supervisor.page.locator('[data-testid="watch-courts"] button', { hasText: '咸安区' }).click()
      await supervisor.page.locator('[data-testid="watch-alarms"]').waitFor()
      await tidy(supervisor, 'the courts of a supervisor')
      await supervisor.shot('courts')
      const head = await staff('head', STAFF.head.login, 1440)
      await head.go('/staff/filing-watch')
      await head.page.locator('[data-testid="watch-alarms"] a', { hasText: '连续2日' }).click()
      await act(head.page, 'begin_check')
      await head.page.click('[data-testid="action-correct"]')
      await write(head.page, 'explanation', '年末每天只排了二十个号。')
      await write(head.page, 'measure', '取消限号，积压的三日内登记完毕。')
      await send(head.page)
      await head.page.locator('.page-head .tag', { hasText: '已整改' }).first().waitFor()
      await tidy(head, 'a warning that was answered')
      await head.shot('answered')
      await tidyAt(390, head, 'a warning that was answered', 'answered')
    } finally {
      for (const one of people) await one.close()
      await server.stop()
    }
  })
}
