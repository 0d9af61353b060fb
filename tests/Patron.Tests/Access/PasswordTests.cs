using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Patron.Access;

namespace Patron.Tests.Access;

public sealed class PasswordTests
{
    private static readonly Passwords Light = new(Options.Create(new PasswordHasherOptions { IterationCount = 1 }));

    [Theory]
    [InlineData("123456789", typeof(PasswordIsShort))]
    [InlineData("PassWord123", typeof(PasswordIsCommon))]
    [InlineData("abababababab", typeof(PasswordIsCommon))]
    [InlineData("Ada.Byron@patron.example", typeof(PasswordIsOnesName))]
    [InlineData("ada.byron.king", typeof(PasswordIsOnesName))]
    [InlineData("three calm words", null)]
    [InlineData("조용한세단어를고른다", null)]
    public void A_password_is_long_enough_and_not_the_first_guess(string password, Type? refusal) =>
        Assert.Equal(refusal, Passwords.Judge(password, password.StartsWith("Ada", StringComparison.Ordinal) ? "ada.byron@patron.example" : "x@patron.example", "Ada.Byron.King")?.GetType());

    [Fact]
    public void A_password_has_ten_to_two_hundred_characters()
    {
        var any = string.Concat(Enumerable.Range(0, 201).Select(i => (char)('a' + i * 7 % 26)));
        Assert.IsType<PasswordIsShort>(Judge(any[..9]));
        Assert.Null(Judge(any[..10]));
        Assert.Null(Judge(any[..200]));
        Assert.IsType<PasswordIsLong>(Judge(any));

        static object? Judge(string password) => Passwords.Judge(password, "x@patron.example", "X");
    }

    [Fact]
    public void The_same_word_composed_by_another_keyboard_is_the_same_password()
    {
        var hash = Light.Hash("조용한 세 단어 é");
        Assert.Equal(PasswordCheck.Right, Light.Check(hash, "조용한 세 단어 é".Normalize(System.Text.NormalizationForm.FormD)));
        Assert.Equal(PasswordCheck.Wrong, Light.Check(hash, "조용한 세 단어 e"));
    }

    [Fact]
    public void Nobody_and_too_long_a_password_are_wrong() =>
        Assert.Equal((PasswordCheck.Wrong, PasswordCheck.Wrong), (Light.Check(null, "three calm words"), Light.Check(Light.Hash("three calm words"), new string('x', 100_000))));

    [Fact]
    public void Passwords_that_are_made_pass_and_differ()
    {
        var made = Enumerable.Range(0, 50).Select(_ => Passwords.Make()).ToList();
        Assert.All(made, password => Assert.Null(Passwords.Judge(password, "x@patron.example", "X")));
        Assert.Equal(50, made.Distinct().Count());
    }

    [Fact]
    public void An_unknown_user_costs_as_much_as_a_known_one()
    {
        var passwords = new Passwords(Options.Create(new PasswordHasherOptions { IterationCount = 100_000 }));
        var hash = passwords.Hash("three calm words");
        var (known, unknown) = (Median(hash), Median(null));

        Assert.InRange(unknown / known, 0.5, 2);

        double Median(string? of) => Enumerable.Range(0, 7).Select(_ =>
        {
            var started = TimeProvider.System.GetTimestamp();
            passwords.Check(of, "a wrong password");
            return TimeProvider.System.GetElapsedTime(started).TotalMilliseconds;
        }).Order().ElementAt(3);
    }
}
