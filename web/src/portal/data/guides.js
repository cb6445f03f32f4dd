// Guides: what a person should know before they begin, each line with what it rests on (laws.js reads it).
// `go`: a page of the portal to begin with. Law as of 2026; figures that change are left to the calculators.
export default [
  {
    name: 'sue', go: 'start', title: { zh: '怎样起诉', en: 'How to sue' },
    lines: [
      { zh: '起诉要有四样：您和这件事有直接利害关系；说得清告谁；有具体的请求和事实、理由；属于法院受理、并且归这个法院管。', en: 'Four things are needed: you are directly concerned; it is clear whom you sue; there are definite claims, facts and reasons; the matter is one for the courts and for this court.', by: [['cpl', 122]] },
      { zh: '递交起诉状，被告有几人就多交几份副本。写字确有困难的，可以口头起诉，由法院记录。', en: 'Hand in a complaint, with a copy for each defendant. Whoever has real difficulty writing may sue orally; the court writes it down.', by: [['cpl', 123]] },
      { zh: '起诉状写明双方是谁、住在哪里、怎样联系，请求什么，事实和理由是什么，有哪些证据。', en: 'The complaint says who both sides are and where they can be reached, what is claimed, on which facts and reasons, with which evidence.', by: [['cpl', 124]] },
      { zh: '一般到被告住所地的法院起诉；合同纠纷也可以到合同履行地的法院；房屋、土地纠纷到房屋、土地所在地的法院。', en: 'Usually at the court of the defendant\'s home; in contracts also where the contract is performed; on land and buildings where they lie.', by: [['cpl', 22, 24, 34]] },
      { zh: '法院在收到起诉状之日起七日内立案或者裁定不予受理。材料不齐的，法院一次告诉您全部要补的内容；七日从补齐材料的次日起重新计算。', en: 'Within seven days of receiving the complaint the court registers it or refuses it by a ruling. If something is missing you are told everything at once; the seven days start anew the day after it is complete.', by: [['cpl', 126], ['registration', 7, 8]] },
      { zh: '对不予受理的裁定不服，可以在裁定送达之日起十日内上诉。', en: 'Against a ruling of refusal you may appeal within ten days of its service.', by: [['cpl', 126, 171]] },
    ],
  },
  {
    name: 'mediate', go: 'start', title: { zh: '怎样调解', en: 'How to mediate' },
    lines: [
      { zh: '调解要各方自愿。不同意调解没有任何不利后果，中途也可以不再继续。', en: 'Mediation needs the free will of all. Saying no has no adverse effect, and you may stop at any time.', by: [['cpl', 96]] },
      { zh: '各方都同意后，共同选定一位调解员；选不出的，由法院指定。', en: 'Once all agree you choose a mediator together; where you cannot, the court assigns one.', by: [['mediation', 10]] },
      { zh: '当事人自己申请的调解，期限三十日；各方都同意的，可以延长。', en: 'Mediation on your own application lasts thirty days; longer only if all agree.', by: [['mediation', 24]] },
      { zh: '为了达成协议作出的让步，谈不成的，不能在以后的诉讼里用来对付您。', en: 'What you conceded for the sake of an agreement cannot be used against you in a later suit.', by: [['interpretation', 107]] },
      { zh: '达成的调解协议，可以自协议生效之日起三十日内共同申请司法确认，法院不收费；确认后一方不履行的，另一方可以申请执行。', en: 'Within thirty days of its effect you may jointly ask the court to confirm the agreement, free of charge; a confirmed agreement can be enforced.', by: [['cpl', 205, 206], ['fees', 8]] },
      { zh: '申请调解，诉讼时效从申请之日起中断，不会因为调解过了起诉的时间。', en: 'Applying for mediation interrupts the limitation period: mediating costs you no right to sue.', by: [['limitation', 12]] },
    ],
  },
  {
    name: 'fees', go: 'calculators', title: { zh: '要交多少费', en: 'What it costs' },
    lines: [
      { zh: '有金钱请求的，按金额分段计算；离婚、劳动争议等按件交纳。算一算就知道。', en: 'Claims for money pay by the amount, in steps; divorce, labour disputes and others pay by the case. The calculator tells.', by: [['fees', 13]] },
      { zh: '用简易程序审理的，以及调解结案、撤诉的，减半交纳。', en: 'Half of it in summary procedure, and where a case ends by mediation or withdrawal.', by: [['fees', 15, 16]] },
      { zh: '收到交费通知的次日起七日内预交。先立案后交费，没有交费不影响您拿到案号。', en: 'It is paid in advance within seven days after the notice. Registration comes first; the case number does not wait for the payment.', by: [['fees', 22]] },
      { zh: '诉讼费由败诉的一方负担，胜诉的一方自愿负担的除外。', en: 'The losing side bears it, unless the winner is willing to.', by: [['fees', 29]] },
      { zh: '交费确有困难的，可以申请缓交、减交或者免交，提交说明困难的材料。', en: 'Whoever has real difficulty may ask for deferral, reduction or waiver, with proof of the difficulty.', by: [['fees', [44, 47]]] },
      { zh: '申请司法确认、申请人身安全保护令，不交费。', en: 'Confirmation of an agreement and a personal safety order cost nothing.', by: [['fees', 8], ['violence', 23], ['protection', 1]] },
    ],
  },
  {
    name: 'bring', go: 'templates', title: { zh: '要带什么', en: 'What to bring' },
    lines: [
      { zh: '本人：身份证。单位：营业执照或者登记证书、法定代表人身份证明书。', en: 'A person: the identity card. A company: its licence or certificate, and the certificate of its legal representative.', by: [['registration', 6]] },
      { zh: '委托别人的：授权委托书、代理人的身份证明；律师还要有律师证和事务所公函。', en: 'Whoever is represented: the authority and the agent\'s identity; a lawyer also the licence and the firm\'s letter.', by: [['registration', 6], ['interpretation', 88]] },
      { zh: '起诉状和副本，写明被告的姓名、住处和联系方式，能找到他本人。', en: 'The complaint and its copies, with the defendant\'s name, home and contact, so that they can be found.', by: [['cpl', 123, 124]] },
      { zh: '证据和证据目录：借条、合同、转账记录、照片、聊天记录。原件开庭时带来。', en: 'Evidence and its list: notes, contracts, transfers, photographs, chats. Bring the originals to the hearing.', by: [['cpl', 66, 73]] },
      { zh: '送达地址确认书：写一个能收到法院文书的地址，愿意电子送达的写明手机号。', en: 'The service-address confirmation: an address where papers reach you, and a phone number if you accept electronic service.', by: [['cpl', 90], ['interpretation', 137]] },
    ],
  },
  {
    name: 'agents', go: 'delegations', title: { zh: '请人代理、帮忙', en: 'Being represented or helped' },
    lines: [
      { zh: '可以委托一至二人作为诉讼代理人：律师、基层法律服务工作者；近亲属、工作人员；社区、单位、社会团体推荐的公民。', en: 'You may name one or two agents: lawyers or legal workers; close relatives or staff; citizens put forward by your community, employer or an association.', by: [['cpl', 61]] },
      { zh: '代为承认、放弃、变更请求，进行和解，提起反诉或者上诉，要在委托书里一项一项写明，只写“全权代理”不算。', en: 'To admit, waive or change claims, settle, counterclaim or appeal, an agent needs each of it named in the authority; "full powers" is not enough.', by: [['cpl', 62], ['interpretation', 89]] },
      { zh: '离婚案件有代理人的，本人一般仍要到庭；确实不能到庭的，要交书面意见。', en: 'In divorce the person attends even with an agent; whoever cannot hands in a written opinion.', by: [['cpl', 65]] },
      { zh: '家人、志愿者可以帮您填写、读给您听，但不能替您签名。网上可以请人代办，随时收回。', en: 'Family and volunteers may type and read aloud for you, but never sign for you. Online you may let somebody help, and take it back at any time.', by: [['house']] },
    ],
  },
  {
    name: 'after', go: 'matters', title: { zh: '立案以后', en: 'After registration' },
    lines: [
      { zh: '法院在立案之日起五日内把起诉状副本发给被告；被告收到后十五日内提出答辩状。不答辩不影响审理。', en: 'Within five days the court sends the complaint to the defendant, who answers within fifteen days of receipt. The case goes on without an answer too.', by: [['cpl', 128]] },
      { zh: '认为这个法院不该管的，在答辩期内提出管辖权异议。', en: 'Whoever holds that another court is competent says so in the answer period.', by: [['cpl', 130]] },
      { zh: '在法院指定的期限内提交证据；自己收集不到的，可以申请法院调查收集。', en: 'Hand in evidence within the period the court sets; what you cannot get you may ask the court to collect.', by: [['cpl', 67, 68]] },
      { zh: '对判决不服的，送达之日起十五日内上诉；对可以上诉的裁定，十日内。', en: 'Appeal against a judgment within fifteen days of service, against an appealable ruling within ten.', by: [['cpl', 171]] },
      { zh: '对方不履行的，可以申请强制执行，期限二年。', en: 'If the other side does not perform, enforcement may be applied for within two years.', by: [['cpl', 250]] },
    ],
  },
]
