/**
 * Jest's environment of Node with a plain global object. Jest's own answers each look-up of a global, such as `Math`, by
 * an interceptor of V8, which makes code that computes about eight times slower.
 */
import vm from 'node:vm'
import { TestEnvironment } from 'jest-environment-node'

const { createContext, constants } = vm

export default class PlainEnvironment extends TestEnvironment {
  constructor(...parameters: ConstructorParameters<typeof TestEnvironment>) {
    vm.createContext = () => createContext(constants.DONT_CONTEXTIFY)
    try {
      super(...parameters)
    } finally {
      vm.createContext = createContext
    }
  }
}
