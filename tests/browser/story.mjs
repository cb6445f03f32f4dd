// The long story, four people in four browsers, stands here once every step of it is played by a server.
export default async function story() {}
