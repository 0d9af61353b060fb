namespace Patron.IdentityResolution.TrainModel;

/// <summary>What a model does with pairs that people have answered.</summary>
internal sealed record Judged(int Joined, int Asked, int Apart)
{
    public int All => Joined + Asked + Apart;
}

/// <summary>How a new model and the one in use judge the answers of people, none of which the judging one has learnt from.</summary>
/// <param name="With">The version that was in use.</param>
/// <param name="SameBefore">Pairs that people call one, by the version in use.</param>
/// <param name="NeverBefore">Pairs that people keep apart.</param>
internal sealed record ModelComparison(int With, Judged SameBefore, Judged SameAfter, Judged NeverBefore, Judged NeverAfter);
