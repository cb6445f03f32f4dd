// The people of the browser tests. Invented; the demo's logins are those that `setup --demo` prints.
export const LENDER_PHONE = { 390: '13900001001', 1440: '13900001002' }
export const STAFF = { judge: { login: 'filing_judge', password: 'fengqiao-demo' } }
