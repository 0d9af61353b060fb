using Microsoft.Extensions.DependencyInjection;
using Patron.CommandLine.Contracts;
using Patron.Experiments;
using Patron.Imports.Contracts;
using Patron.Tests.CommandLine;
using Patron.Imports.OpenTables;

namespace Patron.Tests.Experiments;

public sealed class CommandTests : IDisposable
{
    private sealed class Asked() : CommandOverFiles("analyse")
    {
        protected override PatronCommand Command => new CommandGroup("analyse", "", ExperimentsModule.AnalyseCommands);
        protected override void Register(IServiceCollection services) => services.AddSingleton<IReadsColumns, ReadsColumns>();
    }

    private readonly Asked command = new();

    public void Dispose() => command.Dispose();

    [Fact]
    public async Task An_experiment_tells_what_it_earned_against_doing_nothing()
    {
        var json = await command.Json("experiment", "--treated", "90000,2250", "--control", "10000,200", "--margin", "30", "--cost", "2300");
        Assert.Equal((.005, .25, 3.068), (Math.Round(json.GetProperty("difference").GetDouble(), 9), Math.Round(json.GetProperty("relative").GetDouble(), 9), Math.Round(json.GetProperty("z").GetDouble(), 3)));
        Assert.Equal(450, json.GetProperty("incremental").GetProperty("estimate").GetDouble(), 1e-6);
        Assert.Equal((11_200, 65_200, 4.87), (Math.Round(json.GetProperty("incrementalProfit").GetDouble(), 6), Math.Round(json.GetProperty("naiveProfit").GetDouble(), 6), Math.Round(json.GetProperty("return").GetDouble(), 2)));
    }

    [Fact]
    public async Task Without_a_margin_there_is_no_profit()
    {
        var json = await command.Json("experiment", "--treated", "10,0", "--control", "10,0");
        Assert.Equal((System.Text.Json.JsonValueKind.Null, System.Text.Json.JsonValueKind.Null), (json.GetProperty("incrementalProfit").ValueKind, json.GetProperty("relative").ValueKind));
    }

    [Fact]
    public async Task A_lower_repeat_rate_is_said_to_be_an_effect_of_selection_and_fewer_repeat_buyers_to_be_fewer()
    {
        Assert.Contains("does not speak against it", (await command.Run("experiment", "--treated", "1000,200", "--control", "1000,100", "--repeat", "60,50")).Out, StringComparison.Ordinal);
        Assert.Contains("brought fewer repeat buyers", (await command.Run("experiment", "--treated", "1000,200", "--control", "1000,100", "--repeat", "40,50")).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("experiment", "--treated", "9223372036854775807,1", "--control", "10,1"), InlineData("experiment", "--treated", "-10,1", "--control", "10,1"), InlineData("experiment", "--treated", "", "--control", "10,1")]
    [InlineData("experiment", "--treated", "10,1", "--control", "10,1", "--margin", "1e300"), InlineData("experiment", "--treated", "10,1", "--control", "10,1", "--margin", "NaN"), InlineData("experiment", "--treated", "10,1,1", "--control", "10,1")]
    [InlineData("mail-plan", "--list", "1e300", "--cost", "1e300", "--response", "0.5"), InlineData("mail-plan", "--list", "0", "--cost", "1", "--response", "0.5"), InlineData("mail-plan", "--list", "10", "--cost", "1", "--response", "NaN")]
    [InlineData("mail-plan", "--list", "10", "--cost", "1", "--response", "0.5", "--margin", "Infinity"), InlineData("mail-plan", "--list", "10", "--cost", "1", "--response", "0.5", "--margin", "3", "--model-lift", "missing.csv")]
    public async Task Hostile_numbers_are_refused_and_nothing_is_written_to_standard_output(params string[] arguments) => Assert.NotEmpty(await command.Refusal(arguments));

    [Theory]
    [InlineData("experiment", "--treated", "1,1", "--control", "1,0", "--margin", "-5", "--cost", "0"), InlineData("experiment", "--treated", "10,10", "--control", "10,10", "--margin", "3"), InlineData("experiment", "--treated", "1000000000000000,1", "--control", "1,1", "--margin", "1e15", "--cost", "1e15")]
    [InlineData("mail-plan", "--list", "1", "--cost", "0", "--response", "0", "--against-list", "1e15", "--against-response", "1", "--setup", "0", "--margin", "0", "--order-value", "0"), InlineData("mail-plan", "--list", "1e15", "--cost", "1e15", "--response", "1", "--margin", "1e15")]
    public async Task The_smallest_and_the_largest_give_finite_numbers_in_words_too(params string[] arguments)
    {
        Assert.DoesNotContain("NaN", (await command.Json(arguments)).ToString(), StringComparison.Ordinal);
        Assert.DoesNotMatch("NaN|∞", (await command.Run(arguments)).Out);
    }

    [Theory]
    [InlineData("--treated", "10,11", "--control", "10,1"), InlineData("--treated", "ten", "--control", "10,1"), InlineData("--treated", "10,1", "--control", "0,0")]
    [InlineData("--treated", "10,1", "--control", "10,1", "--cost", "5"), InlineData("--treated", "10,1", "--control", "10,1", "--repeat", "2,1"), InlineData("--treated", "10,1", "--control", "10,1", "--confidence", "95")]
    public async Task What_cannot_be_is_refused_with_what_to_write_instead(params string[] arguments) =>
        Assert.Matches("Write|Add", await command.Refusal(["experiment", .. arguments]));

    [Fact]
    public async Task A_mailing_is_planned_against_a_chosen_part()
    {
        var json = await command.Json("mail-plan", "--list", "1000000", "--cost", "20", "--response", "0.02", "--against-list", "200000", "--against-response", "0.10", "--setup", "1000000");
        Assert.Equal((20_000, 20_000), (json.GetProperty("responses").GetDouble(), json.GetProperty("against").GetProperty("responses").GetDouble()));
        Assert.Equal((16_000_000, 15_000_000, 16, 22.8, 5, .2), (json.GetProperty("saving").GetDouble(), json.GetProperty("firstYearNet").GetDouble(), json.GetProperty("savingToSetup").GetDouble(),
            Math.Round(json.GetProperty("paybackDays").GetDouble(), 1), json.GetProperty("lift").GetDouble(), json.GetProperty("depth").GetDouble()));
    }

    [Fact]
    public async Task A_models_curve_gives_the_depth_that_earns_most()
    {
        command.Write("lift.csv", "depth,lift\n10,4\n20,3.8\n30,2.7\n100,1\n");
        var json = await command.Json("mail-plan", "--list", "1000000", "--cost", "20", "--response", "0.02", "--margin", "300", "--model-lift", "lift.csv");
        Assert.Equal((.2, 4), (json.GetProperty("bestDepth").GetDouble(), json.GetProperty("curve").GetArrayLength()));
        Assert.Equal(15_200, json.GetProperty("against").GetProperty("responses").GetDouble(), 1e-6);
        command.Write("wrong.csv", "depth,lift\n10,4\n120,1\n");
        Assert.Contains("Row 2", await command.Refusal("mail-plan", "--list", "10", "--cost", "1", "--response", "0.1", "--margin", "3", "--model-lift", "wrong.csv"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cost_is_held_against_the_usual_shares_of_sales()
    {
        var json = await command.Json("mail-plan", "--list", "1000", "--cost", "20", "--response", "0.1", "--order-value", "1000");
        Assert.Equal((.2, "Direct"), (json.GetProperty("advertisingShare").GetDouble(), json.GetProperty("advertisingBand").GetString()));
        Assert.Contains("15 to 25%", (await command.Run("mail-plan", "--list", "1000", "--cost", "20", "--response", "0.1", "--order-value", "1000")).Out, StringComparison.Ordinal);
    }
}
