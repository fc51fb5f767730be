/// The most probable class of each element; of equal ones the first, so that of two classes ½ is
/// background.
///
/// - Parameter probabilities: a field for each of at least one class.
package func mostProbable(_ probabilities: [[Double]]) -> [Int] {
  probabilities[0].indices.map { index in
    var best = 0
    for number in probabilities.indices.dropFirst()
    where probabilities[number][index] > probabilities[best][index] {
      best = number
    }
    return best
  }
}
