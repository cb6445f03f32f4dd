// The people of the browser tests: invented, with identity numbers whose check characters are right. No two share a telephone, an
// identity number or a login: whoever had both would read each other's messages and see each other's cases.
import * as everybody from './people.mjs'

export const VISITOR_PHONE = { 390: '13900001001', 1440: '13900001002' }

export const COURT = '咸宁市咸安区人民法院'

/** Demo accounts of the court, as `setup --demo` makes them. */
const PASSWORD = 'fengqiao-demo'
export const STAFF = {
  judge: { login: 'filing_judge', password: PASSWORD },
  judgeTwo: { login: 'filing_judge_two', password: PASSWORD },
  window: { login: 'window_clerk', password: PASSWORD },
  desk: { login: 'diversion_officer', password: PASSWORD },
  mediator: { login: 'mediator', password: PASSWORD },
  clerk: { login: 'judge_clerk', password: PASSWORD },
  admin: { login: 'admin', password: PASSWORD },
  secondJudge: { login: 'xianning_filing_judge', password: PASSWORD },
  chibi: { login: 'chibi_filing_judge', password: PASSWORD },
  secondClerk: { login: 'xianning_judge_clerk', password: PASSWORD },
  trialJudge: { login: 'trial_judge', password: PASSWORD },
  leader: { login: 'court_leader', password: PASSWORD },
  head: { login: 'filing_head', password: PASSWORD },
  security: { login: 'security_admin', password: PASSWORD },
  auditor: { login: 'auditor', password: PASSWORD },
  gridWorker: { login: 'grid_worker', password: PASSWORD },
  tribunal: { login: 'tribunal_judge', password: PASSWORD },
  operator: { login: 'hotline_operator', password: PASSWORD },
}

/** A neighbours' dispute: who cannot come online, and who answers by the link of a message. */
export const UPSTAIRS = { name: '程立新', phone: '13971230042' }
export const DOWNSTAIRS = { name: '汪秀英', id_number: '422301195506120049' }

/** A loan of sixty thousand yuan. */
export const LENDER = { name: '顾文博', phone: '13971231051', id_number: '422301198803150029' }
export const BORROWER = { name: '段志强', phone: '13971231052', id_number: '422301198609200037' }
export const MEDIATOR = '周桂兰'

/** A judgment one of them appeals against. */
export const APPELLANT = { name: '龚晓明', phone: '13971231088', id_number: '422301198103150087' }
export const APPELLEE = { name: '辛国梁', phone: '13971231089', id_number: '422301197908220092' }

/** A suit whose defendant says that another court has it. */
export const SUER = { name: '阮清扬', phone: '13971231201', id_number: '421202198502143028' }
export const OBJECTOR = { name: '卞思远', phone: '13971231202', id_number: '421202199007224159' }

/** A lender of 8,000 yuan and the borrower: a case that is routed. */
export const ROUTED_LENDER = { name: '尚云清', phone: '13971231203', id_number: '421202198706110412' }
export const ROUTED_BORROWER = { name: '程立坤', phone: '13971231204', id_number: '421202199002230525' }

/** A tenant whose deposit is kept, and somebody who uses no mouse. */
export const TENANT = { name: '沈若兰', phone: '13971231061', id_number: '422301199310220062' }
export const LANDLORD = { name: '贺长春' }
export const TYPIST = { name: '谢明远', phone: '13971231062', id_number: '42230119790411003X' }

/** Somebody who sues at the end of the year, before next year's holidays are out. */
export const CLOCK_PARTY = { name: '乔书敏', phone: '13971231071', id_number: '42230119900218002X' }

/** Somebody who meets a court's own words. */
export const DEFINITION_PARTY = { phone: '13971231081' }

/** Somebody whose suit two judges pass on. */
export const TASK_PARTY = { name: '温若水', phone: '13971231091', id_number: '422301198703150021' }

/** Somebody whose case moves while the pages are open. */
export const LIVE_PARTY = { name: '云若溪', phone: '13971231099', id_number: '42230119860412002X' }

/** Somebody whose suit is refused by a ruling. */
export const REFUSED_PARTY = { name: '祝长庚', phone: '13971231100', id_number: '422301198703150056' }

/** Somebody whose suit names the defendant wrongly. */
export const CORRECTED_PARTY = { name: '庄明轩', phone: '13971231101', id_number: '422301199004180015' }

/** A father who sees badly, and his daughter. */
export const FATHER = { name: '祁长河', phone: '13971231095', id_number: '422301195203110038' }
export const DAUGHTER = { name: '祁小雨', phone: '13971231096', id_number: '422301198411230046' }

/** Somebody whose suit a judge keeps out of. */
export const RIGHTS_PARTY = { name: '纪云舒', phone: '13971231093', id_number: '422301199108120041' }

/** Somebody whose suit is searched for, and somebody who may not find it. */
export const SEARCH_PARTY = { name: '欧阳若梅', phone: '13971231098', id_number: '422301199205060044' }
export const SEARCH_STRANGER = { phone: '13971231097' }

/** Somebody who files by keyboard, somebody on a bad line, and somebody with two devices. */
export const KEYBOARD_PARTY = { name: '柏景行', phone: '13971231110', id_number: '422301196708090014' }
export const VILLAGE_PARTY = { name: '宋春和', phone: '13971231111', id_number: '422301198305220020' }
export const DEVICES_PARTY = { name: '叶知远', phone: '13971231112', id_number: '422301199012110033' }

/** Two who are asked to mediate: one old, one young. */
export const ELDER = { name: '郝德全', phone: '13971231211', id_number: '422301195203110054' }
export const YOUNG = { name: '孟知秋', phone: '13971231212', id_number: '422301199406150062' }

/** Two neighbours who settle it. */
export const OWNER = { name: '祝安', phone: '13971231213', id_number: '42230119760518002X' }
export const NEIGHBOUR = { name: '孟溪', phone: '13971231214', id_number: '422301198209270036' }

/** Somebody whose suits a judge takes many at a time. */
export const DESK_PARTY = { name: '苏见川', phone: '13971231131', id_number: '422301198803150045' }

/** Somebody who uses the terminal in the hall. */
export const HALL_PARTY = { phone: '13971231102' }

/** Somebody whose suit is looked at in every dress of the pages. */
export const MATRIX_PARTY = { name: '章若愚', phone: '13971231103', id_number: '422301199104160038' }

/** Somebody who wants to mediate. */
export const BOOKING = { name: '包启明', phone: '13971236601', id_number: '422301197604121853' }
export const BOOKING_OTHER = { name: '詹素云', phone: '13971236602', id_number: '422301198411092624' }
export const JOINING = { name: '蓝晓晨', phone: '13971235501' }

/** A debt for building material, agreed upon and confirmed. */
export const CREDITOR = { name: '罗志强', phone: '13971234411', id_number: '42230119800214231X' }
export const DEBTOR = { name: '徐小燕', phone: '13971234422', id_number: '422301197911035621' }

/** A company and who stands at its head. */
export const COMPANY = { name: '咸宁鄂南砂石有限公司', credit_code: '91421202MA48K7QU0L' }
export const HEAD = { name: '余建平', phone: '13971238801', id_number: '422301197203160018' }

// Pays a court fee, in parts.
export const FEE_PARTY = { name: '柳青禾', phone: '13971231301', id_number: '422301199207140021' }

/** Whose suit is one of several against the same man. */
export const OWED = { name: '路远征', phone: '13971231302', id_number: '422301199008170017' }

/** Somebody far from the court that has jurisdiction. */
export const CROSS_PARTY = { name: '徐冬梅', phone: '13971231303', id_number: '422301198712250067' }

/** A lawyer, and what the register says of the licence. */
export const LAWYER = { name: '闻思齐', phone: '13971231321', id_number: '422301198205110094', licence: { number: '14212200610123456', firm: '湖北淦川律师事务所', firm_code: '31420000MD0183529N' } }

/** What identifies somebody, a line each. A telephone by its last four digits: the outbox shows no more, and messageTo() looks there. */
const marks = ({ phone, id_number, login }) => [phone && `phone ending ${phone.slice(-4)}`, id_number && `identity number ${id_number}`, login && `login ${login}`].filter(Boolean)

const people = Object.entries(everybody).flatMap(([name, one]) => (name === 'STAFF' ? Object.values(one) : name === 'VISITOR_PHONE' ? Object.values(one).map((phone) => ({ phone })) : [one]))
const all = people.filter((one) => typeof one === 'object').flatMap(marks)
const twice = all.filter((mark, at) => all.indexOf(mark) < at)
if (twice.length) throw new Error(`people.mjs: two people have ${twice.join(', ')}`)
