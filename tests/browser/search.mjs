// Search: a judge finds a suit by two characters of a name, the party by their own words, a stranger nothing.
import { eventually, person, signInByPhone, signInStaff, suit, tidy } from './house.mjs'
import { SEARCH_PARTY, SEARCH_STRANGER, STAFF } from './people.mjs'

export default async function search(test, { browser, server, shots }) {
  const judge = await person(browser, server, { width: 1440, name: 'search-judge', shots })
  const party = await person(browser, server, { width: 390, name: 'search-party', shots })
  const stranger = await person(browser, server, { width: 390, name: 'search-stranger', shots })
  let matter = ''

  await test('search: a judge finds a suit by two characters of a name', async () => {
    const { page } = judge
    await signInByPhone(party, server, SEARCH_PARTY.phone)
    matter = await suit(party.page, SEARCH_PARTY)
    await signInStaff(judge, STAFF.judge.login, STAFF.judge.password)
    await eventually(page, async (q) => { // indexed beside the writer
      const reply = await fetch(`/api/v1/search?q=${encodeURIComponent(q)}`)
      return reply.ok && (await reply.json()).items.length > 0
    }, SEARCH_PARTY.name.slice(1))
    await page.fill('[data-testid="bar-search"]', SEARCH_PARTY.name.slice(1))
    await page.press('[data-testid="bar-search"]', 'Enter')
    const found = page.locator('[data-testid="search-results"] li', { hasText: SEARCH_PARTY.name })
    await found.first().waitFor()
    await page.locator('[data-testid="search-results"] mark', { hasText: SEARCH_PARTY.name.slice(1) }).first().waitFor()
    await page.selectOption('#system', 'filing')
    await page.waitForURL((url) => url.searchParams.get('system') === 'filing')
    await page.selectOption('#state', 'draft')
    await page.locator('[data-testid="empty"]').waitFor()
    await page.selectOption('#state', 'review')
    await found.first().waitFor()
    await tidy(judge, 'what was found')
    await judge.shot('found')
    await page.locator(`[data-testid="search-results"] a[href$="${matter}"]`).click()
    await page.waitForURL((url) => url.pathname.endsWith(matter))
  })

  await test('search: one character is not enough, and the page says what to do', async () => {
    const { page } = judge
    await judge.go('/staff/search')
    await page.fill('#q', '借')
    await page.press('#q', 'Enter')
    await page.locator('[data-testid="problem"]', { hasText: '至少要有两个连着的字' }).waitFor()
    judge.complaints.length = 0 // the browser notes the 422 that was asked for
    await tidy(judge, 'too short')
    await page.fill('#q', '没有这样的词')
    await page.press('#q', 'Enter')
    await page.locator('[data-testid="empty"]', { hasText: '没有搜到' }).waitFor()
  })

  await test('search: a party finds what is theirs on a phone, a stranger does not', async () => {
    const { page } = party
    await party.go('/matters')
    await page.fill('.matters-input', SEARCH_PARTY.name)
    await page.press('.matters-input', 'Enter')
    await page.locator(`[data-testid="search-results"] a[href$="${matter}"]`).waitFor()
    await tidy(party, 'what the party found')
    await party.shot('found')
    await signInByPhone(stranger, server, SEARCH_STRANGER.phone)
    await stranger.go(`/search?q=${encodeURIComponent(SEARCH_PARTY.name)}`)
    await stranger.page.locator('[data-testid="empty"]', { hasText: '没有搜到' }).waitFor()
    await tidy(stranger, 'nothing found')
  })
}
