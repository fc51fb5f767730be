import Foundation

/// A number without a needless `.0`.
public func shortNumber(_ value: Double) -> String {
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// A share in percent with one decimal at most.
public func percent(_ share: Double) -> String {
  let tenths = (share * 1000).rounded() / 10
  // Rounding a tiny negative share gives −0, which reads like a finding.
  return shortNumber(tenths == 0 ? 0 : tenths) + " %"
}

/// A number with four significant digits.
public func fourDigits(_ value: Double) -> String { String(format: "%.4g", value) }

/// A number with six significant digits, about what files of single precision hold.
public func sixDigits(_ value: Double) -> String { String(format: "%.6g", value) }

/// A number with three decimals at most; `∞` for none.
public func fixed(_ value: Double?) -> String {
  value.map { shortNumber(($0 * 1000).rounded() / 1000) } ?? "∞"
}
