// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "reproduce-figure",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Losses", targets: ["Losses"]),
    .library(name: "Experiments", targets: ["Experiments"]),
    .library(name: "Plot", targets: ["Plot"]),
    .library(name: "Figures", targets: ["Figures"]),
    .executable(name: "reproduce-figure", targets: ["ReproduceFigure"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CCairo", pkgConfig: "cairo",
      providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CLibPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .target(name: "CPNG", dependencies: ["CLibPNG"]),
    .target(
      name: "Losses", dependencies: [.product(name: "RealModule", package: "swift-numerics")]),
    .target(
      name: "Experiments",
      dependencies: [
        "Losses", "CPNG", "CZlib",
        .product(name: "RealModule", package: "swift-numerics"),
        .product(name: "SwiftCSV", package: "SwiftCSV"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(name: "Plot", dependencies: ["CCairo"]),
    .target(name: "Figures", dependencies: ["Experiments", "Losses", "Plot"]),
    .executableTarget(
      name: "ReproduceFigure",
      dependencies: [
        "Experiments", "Figures", "Losses", "Plot",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "ReaderFuzz",
      dependencies: [
        "Experiments", "Losses", "CZlib",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/ReaderFuzz"),
    .testTarget(
      name: "LossesTests", dependencies: ["Losses"], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ExperimentsTests", dependencies: ["Experiments", "Losses"],
      resources: [.copy("Fixtures")]),
    .testTarget(name: "PlotTests", dependencies: ["CCairo", "CZlib", "Plot"]),
    .testTarget(
      name: "ReproduceFigureTests", dependencies: ["Experiments", "Losses", "ReproduceFigure"],
      exclude: ["Fixtures"]),
  ],
  swiftLanguageModes: [.v6]
)
