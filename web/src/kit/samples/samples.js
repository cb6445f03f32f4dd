// Invented values for the page of the kit: one field of every kind a definition may name, filled in well and badly.
const both = (zh, en) => ({ zh, en })
const options = [{ name: 'a', title: both('书面', 'In writing') }, { name: 'b', title: both('口头', 'Orally') }]
const many = Array.from({ length: 8 }, (unused, n) => ({ name: `o${n}`, title: both(`第${n + 1}项`, `Entry ${n + 1}`) }))

/** name, title, kind and more of the field, a right value, a wrong one and what is wrong with it */
const rows = [
  ['text', both('姓名', 'Name'), {}, '顾文博', '', 'required'],
  ['long_text', both('事实与理由', 'Facts'), { max: 40 }, '借款六万元，到期没有归还，多次催要未果，出具借条一张为证据。', '写得太长', 'text.too_long'],
  ['money', both('金额（元）', 'Amount (yuan)'), {}, 6000000, '六万', 'type.money'],
  ['date', both('日期', 'Day'), {}, '2026-01-31', '2026-02-30', 'date.format'],
  ['moment', both('时间', 'Time'), {}, '2026-01-31T09:30:00+08:00', '明天', 'moment.format'],
  ['number', both('页数', 'Pages'), { min: 1, max: 9 }, 3, '十', 'type.number'],
  ['choice', both('方式', 'Way'), { options }, 'a', undefined, 'required'],
  ['choice', both('类别', 'Kind'), { options: many }, 'o2', undefined, 'required'],
  ['multi_choice', both('权限', 'Powers'), { options }, ['a'], [], 'required'],
  ['yes_no', both('是否同意电子送达', 'Electronic service?'), { hint: both('不同意不影响立案。', 'Saying no does no harm.') }, true, undefined, 'required'],
  ['resident_id', both('公民身份号码', 'Identity number'), {}, '422301198803150029', '422301198803150028', 'resident_id.checksum'],
  ['credit_code', both('统一社会信用代码', 'Credit code'), {}, '91421202MAC1X2Y369', '91421202MAC1X2Y368', 'credit_code.checksum'],
  ['phone', both('联系电话', 'Telephone'), {}, '138 0013 8000', '123', 'phone.format'],
  ['email', both('电子邮箱', 'E-mail'), {}, 'gu@example.com', 'gu.example.com', 'email.format'],
  ['bank_account', both('退费账号', 'Account'), {}, '123456789012', '123', 'bank_account.checksum'],
  ['case_number', both('案号', 'Case number'), {}, '（2026）鄂1202民初1号', '民初1号', 'case_number.format'],
  ['cause', both('案由', 'Cause'), {}, undefined, undefined, 'cause.unknown'],
  ['court', both('法院', 'Court'), {}, undefined, undefined, 'court.unknown'],
  ['party_reference', both('关于谁', 'About whom'), {}, 'P1', undefined, 'required'],
  ['matter_reference', both('相关事项', 'Related matter'), {}, 'F76A2ZB89W55HSY', '??', 'reference.format'],
  ['mediator', both('调解员', 'Mediator'), {}, undefined, undefined, 'required'],
  ['document_list', both('文件', 'Files'), {}, [], [], 'required'],
  ['address', both('送达地址', 'Address'), {}, { detail: '青龙路9号' }, {}, 'required'],
  ['person', both('当事人', 'Person'), {}, { id_kind: 'resident_id', name: '顾文博' }, {}, 'required'],
  ['organisation', both('单位', 'Organisation'), {}, { name: '咸安示例有限公司' }, {}, 'required'],
  ['signature', both('签名', 'Signature'), {}, { mode: 'screen', name: '顾文博' }, {}, 'required'],
  ['group', both('证据', 'Evidence'), { fields: [{ name: 'name', type: 'text', required: true, title: both('名称', 'Name') }] }, [{ name: '借条' }], [], 'required'],
  ['computed', both('案件受理费', 'Fee'), {}, '1300', '', 'field'],
]

export const samples = rows.map(([type, title, more, right, wrong, code], n) => ({ field: { name: `${type}_${n}`, type, title, ...more }, right, wrong, code }))
export const kinds = rows.map(([type]) => type)

export const matter = {
  id: 'F76A2ZB89W55HSY', state_title: '法院审查中', status: both('法院要在2026年12月1日前答复您。', 'The court answers by 1 December 2026.'), waits_for_title: both('立案法官', 'the filing judge'), due: '2026-12-02T00:00:00+08:00',
}
export const events = [
  { sequence: 1, at: '2026-11-24T09:00:00+08:00', action: 'submit', action_title: both('提交立案申请', 'Submit'), role: 'plaintiff', role_title: both('起诉人', 'Plaintiff'), actor: '顾文博', from: 'draft', to: 'review', to_title: both('法院审查中', 'Under review') },
]
export const documents = [
  { id: 'D1', name: '借条.pdf', media_type: 'application/pdf', size_bytes: 45000, pages: 2, received_at: '2026-11-24T09:00:00+08:00', scan: 'clean' },
  { id: 'D2', name: '聊天记录.pdf', media_type: 'application/pdf', size_bytes: 45000, scan: 'waiting' },
]
