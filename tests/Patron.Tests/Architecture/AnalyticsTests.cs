using System.Reflection;

namespace Patron.Tests.Architecture;

public sealed class AnalyticsTests
{
    private static readonly string[] Outside = ["System.IO", "System.Net", "System.Data", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore"];

    internal static Assembly Analytics { get; } = Assembly.Load("Patron.Analytics");

    [Fact]
    public void Analytics_references_nothing_of_ours_and_no_database() => Assert.DoesNotContain(
        Analytics.GetReferencedAssemblies(),
        reference => reference.Name is { } name && (name.StartsWith("Patron", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal)));

    [Fact]
    public void Analytics_touches_no_file_network_or_database() => Findings.None(UsesOfOutside(Analytics.GetTypes()));

    [Theory]
    [InlineData("ReadsFile -> System.IO.File")]
    [InlineData("UsesDatabase -> Microsoft.EntityFrameworkCore.DbContext")]
    [InlineData("UsesNetwork -> System.Net.IPAddress")]
    public void An_algorithm_that_reaches_outside_is_found(string use) =>
        Assert.Contains($"Sample.Algorithms.{use}", UsesOfOutside(RoomTests.Sample("Sample.Algorithms").Types));

    [Fact]
    public void Pure_algorithms_are_left_alone() =>
        Assert.DoesNotContain(UsesOfOutside(RoomTests.Sample("Sample.Algorithms").Types), use => use.Contains("Sum", StringComparison.Ordinal));

    private static IEnumerable<string> UsesOfOutside(IEnumerable<Type> types) => TypeUses.Of(types)
        .Where(use => Outside.Any(space => $"{use.Used.Namespace}.".StartsWith($"{space}.", StringComparison.Ordinal)))
        .Select(use => $"{use.User.FullName} -> {use.Used.FullName}");
}
