/** Rules of the demo's projects; short, numbered, one idea each. */
export const CLOTHES_GUIDELINES = `Sleeves, collars and shafts decide. Judge what you see, not what it might be.

1. **T-shirt/top**: short or no sleeves, no collar with a placket.
2. **Shirt**: a collar *and* a placket (a row of buttons), whatever the sleeves.
3. **Pullover**: long sleeves, closed front, no collar with a placket.
4. **Coat**: long sleeves and open at the front, or clearly made for outside.
5. **Dress**: one piece with a hem below the knee. A tunic above the knee is a T-shirt/top.
6. **Trouser**: two legs. Dungarees count as trousers.
7. **Ankle boot**: the shaft covers the ankle. **Sneaker**: it does not, and the shoe is closed. **Sandal**: toes or heel are open.
8. **Bag**: has a handle or a strap and is not worn on the body.
9. If a picture shows nothing that fits, flag it as *not in the label set*.`;

export const REVIEW_GUIDELINES = `What does the writer think of the thing?

1. **positive**: the writer would recommend it, or likes what the sentence is about.
2. **negative**: the writer would warn of it, or dislikes what the sentence is about.
3. Mixed: take what the sentence ends on.
4. Irony counts as what is meant.
5. A plain fact without any opinion: flag it as *unclear*.`;

export const OPINION_GUIDELINES = `How does the word or sign sound by itself?

1. **positive**: pleasant, approving.
2. **negative**: unpleasant, disapproving.
3. **neutral**: neither, or it depends wholly on what stands around it.`;
