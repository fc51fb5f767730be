/// Version of the program, as every output embeds it.
public let programVersion = "1.0.0"

/// Whether a version is this one or an earlier one, each of three numbers as 1.0.0.
package func isVersionKnown(_ version: String) -> Bool {
  let parts = version.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
  let own = programVersion.split(separator: ".").map { Int($0) ?? 0 }
  let known = parts.compactMap(\.self)
  guard parts.count == own.count, known.count == own.count, known.allSatisfy({ $0 >= 0 }) else {
    return false
  }
  return !own.lexicographicallyPrecedes(known)
}
