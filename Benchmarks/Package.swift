// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "benchmark",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "reproduce-figure", path: "..")],
  targets: [
    .executableTarget(
      name: "Benchmark",
      dependencies: [
        .product(name: "Experiments", package: "reproduce-figure"),
        .product(name: "FieldFiles", package: "reproduce-figure"),
        .product(name: "Losses", package: "reproduce-figure"),
        .product(name: "Metrics", package: "reproduce-figure"),
        .product(name: "Plot", package: "reproduce-figure"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
