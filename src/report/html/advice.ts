export type RuleAdvice = { readonly what: string; readonly rotate: string }
export function ruleAdvice(rule: string): RuleAdvice {
  return {
    what: `${rule} is a rule of your own or one that this tool has no text for.`,
    rotate: 'Whoever owns the file decides, revokes what it opens and removes it from the history.',
  }
}
export function suppressionSnippet(finding: { readonly fingerprint: string }): string {
  return `suppressions:\n  - fingerprint: ${finding.fingerprint}\n    reason: "why this is no secret"\n    expires: 2027-01-01\n`
}
