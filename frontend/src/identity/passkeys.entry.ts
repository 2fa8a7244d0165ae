import { passkeyForms } from './passkeys';

passkeyForms(document);
