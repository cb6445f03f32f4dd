// Has the person moved inside the app? On the very first page the browser keeps the focus.
export const navigation = { moved: false }

export function watchNavigation(router) {
  router.afterEach((to, from) => {
    if (from.matched.length) navigation.moved = true
  })
}
