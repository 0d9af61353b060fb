using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Formulas;

namespace Patron.Tests.Analytics.Formulas;

public sealed class FormulaTests
{
    private static readonly Dictionary<string, FormulaType> Fields = new() { ["spent"] = FormulaType.Number, ["orders"] = FormulaType.Number, ["city"] = FormulaType.Text, ["gone"] = FormulaType.Number };

    [Theory]
    [InlineData("1 + 2 * 3", 7), InlineData("(1 + 2) * 3", 9), InlineData("10 - 2 - 3", 5), InlineData("12 / 2 / 3", 2), InlineData("-2 * -3", 6), InlineData("2--1", 3)]
    [InlineData("spent / orders", 25), InlineData("SPENT / Orders", 25), InlineData("min(spent, orders, 7)", 4), InlineData("max(1, 2)", 2), InlineData("round(2.345, 2)", 2.35)]
    [InlineData("bin(spent, 50, 100, 200)", 3), InlineData("bin(spent, 100.5)", 1), InlineData("bin(0 - orders, -100, -4, 0)", 3), InlineData("if(known(gone) and gone > 3, 1, 2)", 2), InlineData("if(orders = 4 or gone > 3, 1, 2)", 1), InlineData("place(city, \"Busan\", \"seoul\")", 2), InlineData("coalesce(gone, 5)", 5)]
    [InlineData("if(orders > 3 and not (spent < 100), 1, 2)", 1), InlineData("if(city = \"SEOUL\" or 1 = 2, 1, 2)", 1), InlineData("if(known(gone), 1, 0)", 0), InlineData("recode(orders, 4, 40, 5, 50, 0)", 40)]
    public void It_reckons_as_it_is_written(string text, double expected) => Assert.Equal(expected, Value(text).Number, 12);

    [Theory]
    [InlineData("recode(city, 'Seoul', 'capital', 'province')", "capital"), InlineData("join(city, \"!\")", "Seoul !"), InlineData("if(orders >= 4, 'often', 'seldom')", "often")]
    public void Texts_are_merged_and_renamed(string text, string expected) => Assert.Equal(expected, Value(text).Text);

    [Theory]
    [InlineData("gone + 1"), InlineData("1 / 0"), InlineData("if(gone > 1, 1, 2)"), InlineData("sqrt(0 - 1)"), InlineData("place(city, 'Busan')"), InlineData("gone = gone"), InlineData("gone > 3 or orders = 5"), InlineData("orders = 4 and gone > 3")]
    public void What_cannot_be_known_is_missing(string text) => Assert.True(Value(text).IsMissing);

    [Theory]
    [InlineData("", FormulaFault.Empty, 0, ""), InlineData("1 +", FormulaFault.Unexpected, 3, ""), InlineData("spend + 1", FormulaFault.UnknownField, 0, "spend"), InlineData("1 + 'a'", FormulaFault.Type, 4, "a")]
    [InlineData("(1", FormulaFault.Unexpected, 2, ""), InlineData("1 2", FormulaFault.Unexpected, 2, "2"), InlineData("foo(1)", FormulaFault.UnknownFunction, 0, "foo"), InlineData("abs(1, 2)", FormulaFault.Count, 0, "abs")]
    [InlineData("'abc", FormulaFault.Quote, 0, "'abc"), InlineData("1 # 2", FormulaFault.Character, 2, "#"), InlineData("bin(spent, 5, 5)", FormulaFault.Limits, 14, "5"), InlineData("if(1, 2, 3)", FormulaFault.Type, 3, "1")]
    [InlineData("city < 'x'", FormulaFault.Type, 5, "<"), InlineData("1 and 2", FormulaFault.Type, 0, "1"), InlineData("1.2.3", FormulaFault.Character, 0, "1.2.3"), InlineData("abs()", FormulaFault.Count, 0, "abs")]
    public void What_is_wrong_is_said_with_its_place(string text, FormulaFault fault, int position, string word) => Assert.Equal(new FormulaError(fault, position, word), Formula.Read(text, Fields).Error);

    [Fact]
    public void Neither_long_nor_deep_formulas_are_read()
    {
        Assert.Equal(FormulaFault.TooLong, Formula.Read(new string('1', Formula.Longest + 1), Fields).Error!.Fault);
        Assert.Equal(FormulaFault.TooLong, Formula.Read(new string('(', 900) + "1" + new string(')', 900), Fields).Error!.Fault);
        Assert.Equal(FormulaFault.TooLong, Formula.Read(new string('-', 900) + "1", Fields).Error!.Fault);
    }

    [Fact]
    public void Any_text_is_read_or_refused_and_never_throws() => Prop.ForAll<string>(text =>
    {
        var (formula, error) = Formula.Read(text ?? "", Fields);
        return formula is null != error is null && (error is null || (error.Position >= 0 && error.Position <= Math.Max(Formula.Longest, text?.Length ?? 0)));
    }).QuickCheckThrowOnFailure();

    private static FormulaValue Value(string text)
    {
        var (formula, error) = Formula.Read(text, Fields);
        Assert.Null(error);
        return formula!.Over(name => _ => name switch { "spent" => FormulaValue.Of(100.0), "orders" => FormulaValue.Of(4.0), "city" => FormulaValue.Of("Seoul"), _ => FormulaValue.Missing })(0);
    }
}
