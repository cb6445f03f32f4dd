// The people of the browser tests: invented, with identity numbers whose check characters are right.
export const VISITOR_PHONE = { 390: '13900001001', 1440: '13900001002' }

export const LENDER = { name: '周文彬', phone: '13900002001', id_number: '421202198503120418' }
export const BORROWER = { name: '何丽娟', phone: '13900002002', id_number: '421202199003070025' }

export const COURT = '咸宁市咸安区人民法院'

/** Demo accounts of the court, as `setup --demo` makes them. */
const PASSWORD = 'fengqiao-demo'
export const STAFF = {
  judge: { login: 'filing_judge', password: PASSWORD },
  clerk: { login: 'judge_clerk', password: PASSWORD },
}
