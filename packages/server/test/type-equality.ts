/** Whether two types are the same, down to optional and readonly. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** An error of the compiler for what is not true. */
export type Expect<T extends true> = T

/** `checkTypes<[Expect<Equal<A, B>>, …]>()`: the compiler is what checks; nothing happens when it runs. */
export function checkTypes<_Claims extends true[]>(): void {}
