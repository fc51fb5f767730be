/// A number and what it counts: `1 mask`, `2 masks`.
///
/// - Parameters:
///   - count: the number.
///   - one: what one of them is called.
///   - several: what several are called; with an s, unless told.
public func counted(_ count: Int, _ one: String, _ several: String? = nil) -> String {
  "\(count) \(count == 1 ? one : several ?? one + "s")"
}
