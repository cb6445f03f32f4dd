// Rooms of known mediators on a phone: found without signing in, booked by name, the place in line seen, another room with the day kept; prices beside the free way.
import { choose, fieldId, next, openStep, person as fillPerson, search, send, write } from './form.mjs'
import { api, firstOf, holds, named, person, signInByPhone, signInStaff, tidy } from './house.mjs'
import { BOOKING, BOOKING_OTHER } from './people.mjs'

const PASSWORD = 'fengqiao-demo'

async function room(page, name, mediator) {
  const { id } = await api(page, 'POST', '/venue', { court: '鄂1202' })
  await api(page, 'POST', `/matters/${id}/describe`, { name, kind: 'studio', strengths: '邻里、家庭、劳务', place: '诉讼服务中心二楼', hours: '工作日上午', capacity: 3 })
  await api(page, 'POST', `/matters/${id}/add_person`, { mediator, duty: 'head' })
  await api(page, 'POST', `/matters/${id}/publish`, {})
  return id
}

export default async function rooms(test, { browser, server, shots }) {
  const manager = await person(browser, server, { width: 1440, name: 'rooms-manager', shots })
  const one = await person(browser, server, { width: 390, name: 'rooms-party', shots })
  let other = ''

  await test('rooms: a visitor finds a room by what it is strong in, and the prices beside the free way', async () => {
    await signInStaff(manager, 'roster_manager', PASSWORD)
    const { items } = await api(manager.page, 'GET', '/roster/mediators?court=鄂1202')
    const entry = (name) => items.filter((row) => row.name === name)[0].id
    await room(manager.page, '老周工作室', entry('周桂兰'))
    other = await room(manager.page, '老余工作室', entry('余腊梅'))
    await one.go('/mediators')
    await one.page.getByRole('tab', { name: '工作室和工作站' }).click()
    await one.page.fill('#rooms-q', '老周')
    await one.page.locator('[data-testid="rooms"]').waitFor()
    await one.page.getByRole('button', { name: '查找' }).click()
    await one.page.locator('[data-testid="rooms"] > li').filter({ hasText: '周桂兰' }).waitFor()
    await tidy(one, 'the rooms')
    await one.shot('rooms')
    await one.page.getByRole('tab', { name: '收费价目' }).click()
    await one.page.locator('[data-testid="free"]').waitFor()
    await tidy(one, 'the prices')
    await one.shot('prices')
  })

  await test('rooms: booked by name on a phone, the place in line is seen, another room keeps the day', async () => {
    await signInByPhone(one, server, BOOKING.phone)
    await named(one, BOOKING)
    await one.go('/mediators?show=rooms')
    await one.page.locator('[data-testid="rooms"] > li').filter({ hasText: '老周工作室' }).getByRole('button', { name: '预约' }).click()
    await one.page.locator('[data-testid="steps"]').waitFor()
    await openStep(one.page, 'room')
    await tidy(one, 'where to go')
    await next(one.page, 'what')
    await search(one.page, fieldId('cause'), '相邻', '相邻关系纠纷')
    await write(one.page, 'facts', '楼上漏水，修了两次还是漏，想请老调解员评评理。')
    await tidy(one, 'about what')
    await next(one.page, 'who')
    await choose(one.page, 'applicants[0].kind', '自然人')
    await fillPerson(one.page, 'applicants[0].person', BOOKING)
    await choose(one.page, 'respondents[0].kind', '自然人')
    await fillPerson(one.page, 'respondents[0].person', BOOKING_OTHER)
    await one.shot('who')
    await next(one.page, 'check')
    await send(one.page)
    const booking = await firstOf(one.page, 'booking')
    await one.go(`/matters/${booking}`)
    await one.page.locator('[data-testid="place"]').filter({ hasText: '老周工作室：您排在第1位' }).waitFor()
    await tidy(one, 'the place in line')
    await one.shot('place')
    await one.go(`/matters/${booking}/do/switch_room`)
    await write(one.page, 'venue', other)
    await send(one.page)
    await one.go(`/matters/${booking}`)
    await one.page.locator('[data-testid="place"]').filter({ hasText: '老余工作室：您排在第1位' }).waitFor()
    await one.shot('switched')
    holds((await one.page.locator('[data-testid="place"]').innerText()).includes('预约时间'), 'the day of the booking is not told')
  })
  await manager.close()
  await one.close()
}
